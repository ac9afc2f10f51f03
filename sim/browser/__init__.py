"""The month as WebAssembly: the same functions, compiled for browsers and for node."""
