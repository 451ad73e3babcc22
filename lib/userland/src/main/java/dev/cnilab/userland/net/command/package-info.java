/**
 * What the commands of iproute2 share: reading arguments (keywords may be abbreviated, every error
 * has its text and exit status) and printing, as text or JSON.
 */
@NullMarked
package dev.cnilab.userland.net.command;

import org.jspecify.annotations.NullMarked;
