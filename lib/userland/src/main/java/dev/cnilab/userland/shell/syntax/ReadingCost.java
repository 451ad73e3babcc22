package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.stream.StreamUser;

/** What it takes a shell to read a command: work, and memory until the next command is read. */
final class ReadingCost {
  /** The number of characters read in about a microsecond. */
  private static final int CHARACTERS_A_UNIT = 64;

  /** What a token and its part of the command's tree occupy, in bytes. */
  private static final int TOKEN = 256;

  /** The number of tokens charged at once; a short command has fewer. */
  private static final int BLOCK = 1024;

  private final StreamUser reader;
  private int characters;
  private int tokens;
  private long held;

  ReadingCost(StreamUser reader) {
    this.reader = reader;
  }

  void character() {
    if (++characters % CHARACTERS_A_UNIT == 0) {
      reader.work(1);
    }
  }

  void token() {
    if (++tokens % BLOCK == 0) {
      held += BLOCK * TOKEN;
      reader.hold(BLOCK * TOKEN);
    }
  }

  /** The command that was read is no longer needed. */
  void release() {
    reader.hold(-held);
    held = 0;
  }
}
