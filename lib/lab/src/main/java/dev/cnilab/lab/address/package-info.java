/** Addresses of pods: how many a node has, who has them, and which are lost. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.address;
