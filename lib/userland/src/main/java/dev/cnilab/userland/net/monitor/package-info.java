/**
 * {@code ip monitor}: changes to links, addresses, routes, rules and neighbors; {@code ip netconf}:
 * the settings that it reports of links.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.monitor;
