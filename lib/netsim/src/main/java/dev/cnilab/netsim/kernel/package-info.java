/** What the kernel tells its processes: error numbers, log messages and counters. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.kernel;
