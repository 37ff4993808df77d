// The nine operations. Signatures only for now.
