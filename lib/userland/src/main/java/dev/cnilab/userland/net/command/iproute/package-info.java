/**
 * What iproute2's commands have in common: how they read addresses, and print reports and refusals.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.command.iproute;
