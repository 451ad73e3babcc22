/** Routes, routing rules, and the fields of a packet that both decide by. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.route;
