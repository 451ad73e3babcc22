package dev.cnilab.userland.net.http;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.net.tls.ByteStream;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * busybox's {@code wget} (networking/wget.c), for HTTP.
 *
 * @param banner the first line of its help
 */
public record BusyboxWget(String banner) implements Program {
  @Override
  public int run(Process process) throws IOException {
    try {
      WgetOptions options = WgetOptions.parse(process, banner);
      for (String url : options.urls()) {
        new Run(process, options).fetch(url);
      }
      return 0;
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    }
  }

  /** The transfer of one URL. */
  private static final class Run {
    private static final int MOST_REDIRECTS = 5;

    /** The work between the last byte and closing the connection. */
    private static final Duration CLEANUP = Duration.ofNanos(300_000);

    private static final Duration FOREVER = Duration.ofHours(1);

    private final Process process;
    private final WgetOptions options;
    private final long timeout;

    Run(Process process, WgetOptions options) {
      this.process = process;
      this.options = options;
      this.timeout = options.timeoutSeconds() * 1_000_000_000L;
    }

    private static CommandFailure error(String message) {
      return CommandFailure.refused("wget: " + message);
    }

    private void say(String line) {
      if (!options.quiet()) {
        process.err().println(line);
      }
    }

    void fetch(String text) throws IOException {
      Url url = Url.parse(text).orElseThrow(() -> error("bad address '" + text + "'"));
      for (int i = 0; ; i++) {
        Optional<Url> next = exchange(url);
        if (next.isEmpty()) {
          return;
        }
        if (i == MOST_REDIRECTS) {
          throw error("too many redirections");
        }
        url = next.get();
      }
    }

    private Optional<Url> exchange(Url url) throws IOException {
      Ipv4Address address = resolve(url.host());
      String where = url.portGiven() ? url.host() + ":" + url.port() : url.host();
      say("Connecting to " + where + " (" + address + ":" + url.port() + ")");
      try (TcpConnection connection = connect(url, address)) {
        if (!url.scheme().equals("http")) {
          throw error("error getting response: Connection reset by peer");
        }
        connection.write(Bytes.of(request(url)), FOREVER);
        Optional<Url> next = respond(url, connection);
        process.loop().sleep(CLEANUP);
        return next;
      } catch (ErrnoException failed) {
        throw error("error getting response: " + failed.errno().text());
      }
    }

    private String request(Url url) {
      return (options.post().isPresent() ? "POST " : options.spider() ? "HEAD " : "GET ")
          + (url.target() + " HTTP/1.1\r\nHost: " + url.authority() + "\r\n")
          + ("User-Agent: " + options.userAgent() + "\r\nConnection: close\r\n")
          + String.join("", options.headers().stream().map(line -> line + "\r\n").toList())
          + options
              .post()
              .map(
                  body ->
                      "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                          + (body.length() + "\r\n\r\n" + body))
              .orElse("\r\n");
    }

    private Ipv4Address resolve(String host) {
      try {
        return new Resolver(process).find(host).address();
      } catch (LookupFailure unknown) {
        throw error("bad address '" + host + "'");
      }
    }

    private TcpConnection connect(Url url, Ipv4Address address) {
      try {
        TcpConnection connection = process.network().tcp().connect(address, url.port());
        if (!connection.awaitEstablished(timeout == 0 ? FOREVER : Duration.ofNanos(timeout))) {
          connection.close();
          throw error("download timed out");
        }
        return connection;
      } catch (ErrnoException refused) {
        throw error("can't connect to remote host (" + address + "): " + refused.errno().text());
      }
    }

    private Optional<Url> respond(Url url, TcpConnection connection) throws IOException {
      long deadline = timeout == 0 ? Long.MAX_VALUE : process.loop().nanoTime() + timeout;
      HttpStream stream = new HttpStream(process.loop(), ByteStream.plain(connection), deadline);
      try {
        MessageHead head = stream.head().orElseThrow(() -> error("error getting response"));
        if (options.showHead()) {
          head.lines().forEach(line -> process.err().println("  " + line));
          process.err().println("  ");
        }
        if (head.status() / 100 == 3 && head.header("Location").isPresent()) {
          return head.header("Location").flatMap(url::resolve);
        }
        if (head.status() / 100 != 2) {
          throw error("server returned error: " + head.lines().getFirst());
        }
        if (options.spider()) {
          say("remote file exists");
        } else {
          save(url, head, stream);
        }
        return Optional.empty();
      } catch (HttpStream.TimedOut late) {
        throw error("download timed out");
      } catch (HttpStream.NotHttp notHttp) {
        throw error("error getting response");
      }
    }

    private void save(Url url, MessageHead head, HttpStream stream)
        throws IOException, HttpStream.TimedOut {
      String file = options.output().orElseGet(() -> baseName(url));
      boolean out = file.equals("-");
      String path = options.output().isPresent() ? file : options.directory() + file;
      if (!out && options.output().isEmpty() && process.files().exists(process.resolve(path))) {
        throw error("can't open '" + path + "': File exists");
      }
      say(out ? "writing to stdout" : "saving to '" + path + "'");
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      stream.body(head, out ? process.out()::write : body::writeBytes);
      if (!out) {
        process.files().write(process.resolve(path), body.toByteArray());
      }
      long length = head.contentLength().orElse(body.size());
      say(meter(path.substring(path.lastIndexOf('/') + 1), length));
      say(out ? "written to stdout" : "'" + path + "' saved");
    }

    private static String baseName(Url url) {
      String path = url.target().replaceFirst("\\?.*", "");
      String name = path.substring(path.lastIndexOf('/') + 1);
      return name.isEmpty() ? "index.html" : name;
    }

    /** The progress bar in its final state. */
    private static String meter(String name, long length) {
      String shown = name.length() > 20 ? name.substring(0, 20) : name;
      String size =
          length < 100_000
              ? String.format(Locale.ROOT, "%5d ", length).stripTrailing()
              : String.format(Locale.ROOT, "%4d.%dk", length / 1024, length % 1024 * 10 / 1024);
      return String.format(
          Locale.ROOT, "%-20s 100%% |%s| %5s  0:00:00 ETA", shown, "*".repeat(32), size.strip());
    }
  }
}
