package dev.cnilab.cluster.image.library;

import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.Signal;
import java.time.Duration;
import java.util.List;

/**
 * {@code agnhost}, the program of Kubernetes' own tests: netexec, connect, serve-hostname, pause.
 */
final class Agnhost implements Program {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final String PLAIN = "text/plain; charset=utf-8";

  @Override
  public int run(Process process) {
    List<String> arguments = process.arguments();
    String command = arguments.size() > 1 ? arguments.get(1) : "pause";
    return switch (command) {
      case "netexec" -> serve(process, "http-port", 8080);
      case "serve-hostname" -> serve(process, "port", 9376);
      case "connect" -> connect(process);
      case "pause" -> rest(process);
      default -> {
        process.err().println("Error: unknown command \"" + command + "\" for \"app\"");
        yield 1;
      }
    };
  }

  private static int rest(Process process) {
    process.onSignal(Signal.TERM, () -> process.end(0));
    process.onSignal(Signal.INT, () -> process.end(0));
    while (process.isAlive()) {
      process.loop().sleep(Duration.ofDays(365));
    }
    return process.status();
  }

  private static int serve(Process process, String flag, int otherwise) {
    int port = Integer.parseInt(option(process, flag, Integer.toString(otherwise)));
    try {
      HttpServer.listen(process, port, "", request -> answer(process, flag, request));
    } catch (ErrnoException taken) {
      process.err().println("listen tcp :" + port + ": bind: address already in use");
      return 1;
    }
    process.err().println("Started HTTP server on port " + port);
    return rest(process);
  }

  private static HttpResponse answer(Process process, String kind, HttpRequest request) {
    if (kind.equals("port")) {
      return HttpResponse.ok(PLAIN, process.hostname() + "\n");
    }
    return switch (request.path()) {
      case "/" -> HttpResponse.ok(PLAIN, "NOW: " + process.loop().now());
      case "/hostname", "/hostName" -> HttpResponse.ok(PLAIN, process.hostname());
      case "/clientip" -> HttpResponse.ok(PLAIN, request.from().toString());
      case "/healthz" -> HttpResponse.ok(PLAIN, "");
      case "/echo" ->
          HttpResponse.ok(PLAIN, request.target().replaceFirst(".*[?&]msg=([^&]*).*", "$1"));
      default -> HttpResponse.notFound();
    };
  }

  /** Connects once, and says in a word why it could not. */
  private static int connect(Process process) {
    String target = process.arguments().size() > 2 ? process.arguments().get(2) : "";
    int colon = target.lastIndexOf(':');
    if (colon < 0) {
      process.err().println("BADADDRESS: address " + target + ": missing port in address");
      return 1;
    }
    Duration timeout = timeout(option(process, "timeout", ""));
    try (TcpConnection connection =
        new ProcessSockets(process)
            .connect(
                new Resolver(process).find(target.substring(0, colon)).address(),
                Integer.parseInt(target.substring(colon + 1)))) {
      if (connection.awaitEstablished(timeout)) {
        return 0;
      }
      process.err().println("TIMEOUT");
    } catch (LookupFailure unknown) {
      process.err().println("DNS: " + unknown.getMessage());
    } catch (ErrnoException failed) {
      process
          .err()
          .println(
              failed.errno() == Errno.ECONNREFUSED
                  ? "REFUSED"
                  : "OTHER: dial tcp " + target + ": " + failed.errno().text());
    }
    return 1;
  }

  private static Duration timeout(String text) {
    return text.matches("\\d+s")
        ? Duration.ofSeconds(Long.parseLong(text.replace("s", "")))
        : TIMEOUT;
  }

  /** The value of {@code --name=value} or {@code --name value}. */
  private static String option(Process process, String name, String otherwise) {
    List<String> arguments = process.arguments();
    for (int i = 2; i < arguments.size(); i++) {
      if (arguments.get(i).startsWith("--" + name + "=")) {
        return arguments.get(i).substring(name.length() + 3);
      }
      if (arguments.get(i).equals("--" + name) && i + 1 < arguments.size()) {
        return arguments.get(i + 1);
      }
    }
    return otherwise;
  }
}
