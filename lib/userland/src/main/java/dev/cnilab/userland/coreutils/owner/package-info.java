/** Ownership of files: {@code chown}, {@code chgrp} and {@code install}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils.owner;
