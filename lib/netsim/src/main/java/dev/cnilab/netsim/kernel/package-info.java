/** What all namespaces of one machine share: the kernel log. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.kernel;
