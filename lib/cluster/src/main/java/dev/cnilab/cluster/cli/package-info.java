/** The command line: {@code ./lab cluster}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cli;
