"""The specification of what news is: values in, values out."""
