/** The distinguished encoding of ASN.1 (X.690), as far as certificates consist of it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.tls.der;
