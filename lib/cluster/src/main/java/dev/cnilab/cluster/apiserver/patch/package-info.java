/** The ways to write a change down as a patch, and what each does to a tree. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.patch;
