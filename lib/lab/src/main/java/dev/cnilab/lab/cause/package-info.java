/** What can be wrong with a node's pod network: how it comes about, and where it is seen. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.cause;
