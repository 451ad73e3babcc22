package dev.cnilab.userland.system.process;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.ProgramException;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** {@code timeout}; timeout(1). */
final class Timeout implements Command {
  private static final int EXPIRED = 124;

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options =
        Options.of(call, "skv", "preserve-status").idle("", "foreground").stopAtOperand().parse();
    List<String> words = options.operands();
    if (words.size() < 2) {
      return call.usage();
    }
    Duration limit = interval(call, words.getFirst());
    Duration grace = interval(call, options.value('k').orElse("0"));
    Signal signal = signal(call, options.value('s').orElse("TERM"));
    try {
      Process child = call.process().start(ProcessSpec.of(words.subList(1, words.size())));
      boolean[] expired = new boolean[1];
      if (!limit.isZero()) {
        EventLoop loop = call.process().loop();
        loop.schedule(
            limit,
            () -> {
              if (child.isAlive()) {
                expired[0] = true;
                send(call, options, child, signal, words.get(1));
                if (!grace.isZero()) {
                  loop.schedule(grace, () -> send(call, options, child, Signal.KILL, words.get(1)));
                }
              }
            });
      }
      int status = child.await();
      boolean own = call.isBusybox() || options.has("preserve-status");
      boolean killed = child.endedBy().filter(Signal.KILL::equals).isPresent();
      return expired[0] && !own && !killed ? EXPIRED : status;
    } catch (FileException failed) {
      call.complain(
          (call.isBusybox() ? "can't execute " : "failed to run command ")
              + Invocation.quote(words.get(1))
              + ": "
              + failed.error().text());
      return failed.error() == FileError.ENOENT ? 127 : 126;
    }
  }

  private static void send(
      Invocation call, Options.Found options, Process child, Signal signal, String command) {
    if (!child.isAlive()) {
      return;
    }
    if (options.has('v')) {
      call.complain("sending signal " + signal + " to command " + Invocation.quote(command));
    }
    child.kill(signal);
  }

  private static Duration interval(Invocation call, String text) throws ProgramException {
    return Sleep.parse(text)
        .orElseThrow(() -> call.mistake("invalid time interval " + Invocation.quote(text)));
  }

  private static Signal signal(Invocation call, String text) throws ProgramException {
    return Signal.parse(text)
        .orElseThrow(() -> call.mistake(Invocation.quote(text) + ": invalid signal"));
  }
}
