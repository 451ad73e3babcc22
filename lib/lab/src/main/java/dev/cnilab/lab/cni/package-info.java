/** The CNI configuration of a node: which file wins, its contents, and the binaries it calls. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.cni;
