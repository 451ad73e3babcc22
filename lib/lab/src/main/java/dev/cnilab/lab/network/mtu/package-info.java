/** How far packets of each size get, and which interfaces on their way allow what. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.network.mtu;
