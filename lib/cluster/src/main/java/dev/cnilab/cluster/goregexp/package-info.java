/** Regular expressions as Go reads them, by an engine like Go's. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.goregexp;
