### reset
