/** What all namespaces of one machine have in common: its kernel's log. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.kernel;
