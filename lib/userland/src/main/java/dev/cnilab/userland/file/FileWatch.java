package dev.cnilab.userland.file;

/** A watch on a directory or file; closing it ends it. */
@FunctionalInterface
public interface FileWatch extends AutoCloseable {
  @Override
  void close();
}
