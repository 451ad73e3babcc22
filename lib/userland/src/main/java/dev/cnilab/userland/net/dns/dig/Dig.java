package dev.cnilab.userland.net.dns.dig;

import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.dns.AskedServer;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.ResolverConfiguration;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramException;
import java.util.List;
import java.util.Optional;

/** {@code dig} of bind 9.18 (bin/dig/dig.c). */
public final class Dig implements Program {
  private static final int NO_REPLY = 9;

  @Override
  public int run(Process process) throws ProgramException {
    ResolverConfiguration configuration = ResolverConfiguration.read(process.files());
    List<String> words = process.arguments();
    try {
      DigWords dig = DigWords.parse(words.subList(1, words.size()), configuration);
      dig.warnings().forEach(process.err()::println);
      List<AskedServer> servers = servers(process, configuration, dig);
      boolean answered = true;
      String greeting = dig.greeting();
      for (DigWords.Question question : dig.questions()) {
        DigQuestion run = new DigQuestion(process, question, servers, dig.port(), greeting);
        answered &= run.ask();
        greeting = run.greeting();
      }
      return answered ? 0 : NO_REPLY;
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    }
  }

  private static List<AskedServer> servers(
      Process process, ResolverConfiguration configuration, DigWords dig) throws ProgramException {
    Optional<String> server = dig.server();
    if (server.isEmpty()) {
      return AskedServer.configured(configuration);
    }
    try {
      return AskedServer.named(process, server.get());
    } catch (LookupFailure unknown) {
      throw new ProgramException(1, "couldn't get address for '" + server.get() + "': not found");
    }
  }
}
