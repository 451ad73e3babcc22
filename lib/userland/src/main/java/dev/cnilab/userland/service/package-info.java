/** The services of a machine as systemd manages them: start, stop, restart after a failure. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.service;
