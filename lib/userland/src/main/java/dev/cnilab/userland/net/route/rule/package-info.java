/** {@code ip rule}: the routing policy database. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.route.rule;
