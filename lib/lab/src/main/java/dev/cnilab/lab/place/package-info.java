/** Where a command can run: in a pod, or on a node. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.place;
