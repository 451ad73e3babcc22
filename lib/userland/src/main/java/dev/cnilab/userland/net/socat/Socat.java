package dev.cnilab.userland.net.socat;

import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code socat} 1.7.4: standard input and output, TCP and UDP over IPv4, files, and programs
 * connected by pipes.
 */
public final class Socat implements Program {
  private static final String VERSION =
      """
      socat by Gerhard Rieger and contributors - see www.dest-unreach.org
      socat version 1.7.4.4 on 06 Nov 2022 08:15:51
      """;

  /** Options in the manual that are not supported. */
  private static final String ELSEWHERE = "-(\\?+|h+|dd+|D|l[yfshmpu]+|v|x|s|b|T|L|W|r|R|6|g).*";

  @Override
  public int run(Process process) throws IOException {
    List<String> words = process.arguments();
    try {
      return run(process, new ArrayList<>(words.subList(1, words.size())));
    } catch (ProgramException failed) {
      process.err().println(failed.text());
      return failed.status();
    }
  }

  private static int run(Process process, List<String> words) throws IOException {
    SocatTransfer.Ways ways = SocatTransfer.Ways.BOTH;
    Duration patience = Duration.ofMillis(500);
    while (!words.isEmpty() && words.getFirst().matches("-.+")) {
      String option = words.removeFirst();
      switch (option) {
        case "-V" -> {
          process.out().print(VERSION);
          return 0;
        }
        case "-u" -> ways = SocatTransfer.Ways.FORTH;
        case "-U" -> ways = SocatTransfer.Ways.BACK;
        case "-4" -> {} // IPv4 is all there is
        case "-t" -> patience = seconds(process, words);
        default ->
            throw SocatErrors.of(
                process,
                option.matches(ELSEWHERE) || option.equals("-d")
                    ? "option \"" + option + "\" is not available on this machine"
                    : "unknown option \"" + option + "\"; use option \"-h\" for help");
      }
    }
    if (words.size() != 2) {
      throw SocatErrors.of(
          process,
          "exactly 2 addresses required (there are %d); use option \"-h\" for help"
              .formatted(words.size()));
    }
    Address left = Address.parse(process, words.get(0));
    Address right = Address.parse(process, words.get(1));
    connect(process, left, right, new SocatTransfer(process, patience), ways);
    return 0;
  }

  private static void connect(
      Process process, Address left, Address right, SocatTransfer transfer, SocatTransfer.Ways ways)
      throws IOException {
    Opener opener = new Opener(process);
    boolean forks = left.has("fork") && left.kind() == Address.Kind.TCP_LISTEN;
    if (!forks) {
      Channel first = opener.open(left);
      transfer.run(first, opener.open(right), ways);
      return;
    }
    TcpListener listener = opener.listen(left);
    while (true) {
      Channel client = opener.accept(listener);
      process
          .loop()
          .spawn("socat connection", () -> serve(process, opener, client, right, transfer, ways));
    }
  }

  /** Runs in the child of a fork, whose failure ends only the child. */
  private static void serve(
      Process process,
      Opener opener,
      Channel client,
      Address right,
      SocatTransfer transfer,
      SocatTransfer.Ways ways) {
    try {
      transfer.run(client, opener.open(right), ways);
    } catch (ProgramException failed) {
      process.err().println(failed.text());
      client.close();
    } catch (IOException failed) {
      client.close();
    }
  }

  private static Duration seconds(Process process, List<String> words) throws ProgramException {
    String text = words.isEmpty() ? "" : words.removeFirst();
    if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,6})?")) {
      throw SocatErrors.of(process, "missing value of option \"-t\"");
    }
    return Duration.ofNanos((long) (Double.parseDouble(text) * 1e9));
  }
}
