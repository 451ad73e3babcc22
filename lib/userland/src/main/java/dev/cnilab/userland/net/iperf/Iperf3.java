package dev.cnilab.userland.net.iperf;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.time.Duration;

/** {@code iperf3} 3.12: one stream over TCP from the client to the server. */
public final class Iperf3 implements Program {
  private static final int PORT = 5201;
  private static final int HIGHEST_PORT = 65_535;
  private static final int SECONDS = 10;
  private static final int MOST_SECONDS = 86_400;
  private static final double SHORTEST_INTERVAL = 0.1;
  private static final int LONGEST_INTERVAL = 60;
  private static final String USAGE =
      "\n\nUsage: iperf3 [-s|-c host] [options]\n       iperf3 [-h|--help] [-v|--version]\n";

  @Override
  public int run(Process process) throws IOException {
    Invocation call = Invocation.ofDebian(process);
    Options.Found options = Options.of(call, "sc1pti").parse();
    IperfPrinter printer = new IperfPrinter(process.out());
    try {
      int port = (int) number(options, 'p', PORT);
      check(port >= 1 && port <= HIGHEST_PORT, "port number must be between 1 and 65535 inclusive");
      double interval = number(options, 'i', 1);
      check(
          interval == 0 || (interval >= SHORTEST_INTERVAL && interval <= LONGEST_INTERVAL),
          "invalid report interval (min = 0.1, max = 60 seconds)");
      check(!(options.has('s') && options.has('c')), "cannot be both server and client");
      check(options.has('s') || options.has('c'), "must either be a client (-c) or server (-s)");
      Duration reports = Duration.ofNanos((long) (interval * 1e9));
      if (options.has('s')) {
        check(!options.has('t'), "some option you are trying to set is client only");
        IperfServer server = new IperfServer(process, printer, port, reports);
        if (options.has('1')) {
          server.serveOnce();
        } else {
          server.serve();
        }
        return 0;
      }
      check(!options.has('1'), "some option you are trying to set is server only");
      double seconds = number(options, 't', SECONDS);
      check(
          seconds <= MOST_SECONDS,
          "test duration too long (maximum = " + MOST_SECONDS + " seconds)");
      Duration time = Duration.ofSeconds((long) seconds);
      new IperfClient(process, printer, options.value('c').orElseThrow(), port, time, reports)
          .run();
      return 0;
    } catch (CommandFailure failure) {
      printer.flush();
      process.err().println(failure.text());
      return failure.status();
    } catch (ErrnoException failed) {
      printer.flush();
      process.err().println("iperf3: error - " + failed.errno().text());
      return 1;
    } finally {
      printer.flush();
    }
  }

  /**
   * The beginning of an option's value that is a number, as atof(3) reads it; 0 if there is none.
   */
  private static double number(Options.Found options, char letter, double otherwise) {
    String digits = options.value(letter).map(text -> text.replaceAll("[^0-9.].*$", "")).orElse("");
    if (!options.has(letter)) {
      return otherwise;
    }
    return digits.matches("\\d+(\\.\\d*)?|\\.\\d+") ? Double.parseDouble(digits) : 0;
  }

  private static void check(boolean valid, String otherwise) {
    if (!valid) {
      throw CommandFailure.refused("iperf3: parameter error - " + otherwise + USAGE);
    }
  }
}
