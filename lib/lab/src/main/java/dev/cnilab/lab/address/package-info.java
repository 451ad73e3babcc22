/** Pod addresses: how many a node has, which pods use them, and which have leaked. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.address;
