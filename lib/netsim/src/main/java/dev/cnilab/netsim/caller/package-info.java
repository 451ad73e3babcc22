/** In whose name code runs, as far as the network asks. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.caller;
