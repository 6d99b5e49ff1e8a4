"""Keys that the register gives out: GTINs and SSCCs under a company prefix, serial numbers for each GTIN."""
