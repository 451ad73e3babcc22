/**
 * Replays captures of a real Linux kernel and its tools in the simulation and reports where the two
 * differ. A capture is a script of commands in network namespaces with the output of each.
 */
@NullMarked
package dev.cnilab.conformance.linux;

import org.jspecify.annotations.NullMarked;
