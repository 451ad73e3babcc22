/** Warnings to a client about an object that is accepted all the same. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.warning;
