package dev.cnilab.userland.coreutils.find;

import java.io.IOException;

/** A test or an action; true if evaluation continues. */
@FunctionalInterface
interface Primary {
  boolean on(Visited visited) throws IOException;
}
