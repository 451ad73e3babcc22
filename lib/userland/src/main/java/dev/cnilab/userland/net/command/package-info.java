/**
 * What the commands of iproute2 share: the way they read their words (every word may be
 * abbreviated, every mistake has its text and exit status) and the way they print, as text or JSON.
 */
@NullMarked
package dev.cnilab.userland.net.command;

import org.jspecify.annotations.NullMarked;
