package dev.cnilab.userland.net.dns.nslookup;

import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.net.dns.AskedServer;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.ResolverConfiguration;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code nslookup} of bind 9.18 (bin/dig/nslookup.c). */
public final class Nslookup implements Program {
  @Override
  public int run(Process process) throws IOException {
    return new Session(process).run();
  }

  /** One run, with questions from its arguments or standard input. */
  private static final class Session {
    private final Process process;
    private final NslookupOptions options;
    private List<AskedServer> servers;
    private boolean wantsRecursion = true;
    private boolean failed = true;

    Session(Process process) {
      this.process = process;
      ResolverConfiguration configuration = ResolverConfiguration.read(process.files());
      this.options = new NslookupOptions(configuration);
      this.servers = AskedServer.configured(configuration);
    }

    int run() throws IOException {
      List<String> words = process.arguments();
      List<String> operands = new ArrayList<>();
      for (String word : words.subList(1, words.size())) {
        if (word.length() > 1 && word.startsWith("-")) {
          options.set(word.substring(1)).ifPresent(process.out()::println);
        } else {
          operands.add(word);
        }
      }
      if (operands.size() > 1) {
        useServer(operands.get(1));
      }
      if (operands.isEmpty() || operands.getFirst().equals("-")) {
        converse();
      } else {
        ask(operands.getFirst());
      }
      process.out().println();
      return failed ? 1 : 0;
    }

    private void useServer(String word) throws ProgramException {
      try {
        servers = AskedServer.named(process, word);
        wantsRecursion = false;
      } catch (LookupFailure unknown) {
        throw new ProgramException(1, "couldn't get address for '" + word + "': not found");
      }
    }

    private void converse() throws IOException {
      LineReader lines = new LineReader(process.in());
      while (true) {
        process.out().print(process.in().isTerminal() ? "> " : "");
        Optional<LineReader.Line> line = lines.next();
        String[] words = line.map(LineReader.Line::text).orElse("exit").strip().split("\\s+");
        switch (words[0]) {
          case "exit" -> {
            return;
          }
          case "" -> {}
          case "set" -> {
            for (String each : List.of(words).subList(1, words.length)) {
              options.set(each).ifPresent(process.out()::println);
            }
          }
          case "server", "lserver" -> changeServer(words);
          default -> ask(words[0]);
        }
      }
    }

    private void changeServer(String[] words) {
      try {
        if (words.length > 1) {
          useServer(words[1]);
        }
        for (AskedServer server : servers) {
          process.out().println("Default server: " + server.given());
          process.out().println("Address: " + server.text() + "#" + options.port);
        }
      } catch (ProgramException unknown) {
        process.err().println("nslookup: " + unknown.text());
      }
    }

    private void ask(String name) {
      failed = new NslookupQuestion(process, options, servers, wantsRecursion).ask(name);
    }
  }
}
