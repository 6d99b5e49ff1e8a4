"""Device and medicine identifiers of the other issuing agencies: HIBCC, IFA and ICCBBA."""
