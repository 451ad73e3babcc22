/** The CNI configuration of a node: which file wins, what is in it, which binaries it calls. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.cni;
