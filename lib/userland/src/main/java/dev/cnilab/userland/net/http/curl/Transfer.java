package dev.cnilab.userland.net.http.curl;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.net.http.CurlFailure;
import dev.cnilab.userland.net.http.HttpStream;
import dev.cnilab.userland.net.http.MessageHead;
import dev.cnilab.userland.net.http.Url;
import dev.cnilab.userland.net.sockets.Relay;
import dev.cnilab.userland.net.tls.ByteStream;
import dev.cnilab.userland.process.Descriptor;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One URL of a curl command, with its redirects. */
final class Transfer {
  private static final long NANOS = 1_000_000;

  /** No answer in time, and no address for a name. */
  private static final Set<Integer> PASSING = Set.of(28, 6);

  private static final Set<Integer> PASSING_ANSWERS = Set.of(408, 429, 500, 502, 503, 504);

  /** curl's work between the last byte and closing the connection. */
  private static final Duration CLEANUP = Duration.ofNanos(300_000);

  private final Process process;
  private final EventLoop loop;
  private final CurlOptions options;
  private final String text;
  private final @Nullable String output;
  private final TransferRecord record;
  private final ProgressMeter progress;
  private final long began;
  private @Nullable Descriptor file;
  private @Nullable HeadFile heads;
  private String data = "";

  /**
   * A transfer that has not begun.
   *
   * @throws CurlFailure if its output has no name
   */
  Transfer(Process process, CurlOptions options, int index) throws CurlFailure {
    this.process = process;
    this.loop = process.loop();
    this.options = options;
    this.text = options.urls().get(index);
    this.output = options.output(index);
    this.record = new TransferRecord(text, options.method(), output == null ? "" : output);
    this.began = loop.nanoTime();
    boolean inTheWay = output == null && process.out().isTerminal();
    this.progress = new ProgressMeter(process, options.hasMeter() && !inTheWay);
  }

  /** Tries once; returns the exit status. */
  int attempt() {
    int status = 0;
    try {
      transfer();
      progress.end(record, elapsed());
      closing();
    } catch (CurlFailure failed) {
      status = failed.status();
      record.failed(failed);
      progress.abort(record, elapsed());
      closing();
      if (options.tells()) {
        process.err().println("curl: (" + failed.status() + ") " + failed.text());
      }
    } finally {
      if (file != null) {
        file.close();
      }
      if (heads != null) {
        heads.close();
      }
    }
    record.total = elapsed();
    return status;
  }

  /** Why another attempt may help, as curl says it; empty if none will. */
  Optional<String> passing(int status) {
    if (PASSING.contains(status)) {
      return Optional.of("timeout");
    }
    return PASSING_ANSWERS.contains(record.status) ? Optional.of("HTTP error") : Optional.empty();
  }

  /** Prints what {@code -w} asks for. */
  void end() {
    options
        .value("w")
        .ifPresent(
            format -> process.out().print(WriteOut.of(format, record, process.err()::println)));
  }

  private void closing() {
    if (record.attempted) {
      say("* Closing connection 0");
    }
  }

  private long elapsed() {
    return loop.nanoTime() - began;
  }

  private void say(String line) {
    if (options.has("v")) {
      process.err().println(line);
    }
  }

  private long deadline() {
    long limit = options.millis("m");
    return limit == 0 ? Long.MAX_VALUE : began + limit * NANOS;
  }

  private void transfer() throws CurlFailure {
    Url url = Url.known(text);
    data = CurlData.joined(process, options.data());
    progress.begin();
    for (int redirects = 0; ; redirects++) {
      Optional<Url> next = exchange(url);
      if (next.isEmpty()) {
        return;
      }
      if (redirects == options.mostRedirects()) {
        throw new CurlFailure(47, "Maximum (" + options.mostRedirects() + ") redirects followed");
      }
      url = next.get();
      record.redirects++;
      record.effectiveUrl = url.scheme() + "://" + url.authority() + url.target();
    }
  }

  /** Performs one request; returns the URL to continue with, if any. */
  private Optional<Url> exchange(Url url) throws CurlFailure {
    Connector connector = new Connector(process, options, record, this::say, began, deadline());
    List<Ipv4Address> addresses = connector.resolve(url);
    try (TcpConnection connection = connector.connect(url, addresses)) {
      String peer = connection.peer().address() + ") port " + url.port();
      say("* Connected to " + url.host() + " (" + peer + " (#0)");
      record.connected(connection, elapsed());
      if (url.scheme().equals("telnet")) {
        Relay.untilInputEnds(process, connection);
        return Optional.empty();
      }
      ByteStream stream =
          url.scheme().equals("https")
              ? new CurlTls(process, options).secured(url, connection, deadline())
              : ByteStream.plain(connection);
      new CurlRequest(options, data, record, this::say).send(url, stream);
      Optional<Url> next = receive(url, stream);
      loop.sleep(CLEANUP);
      return next;
    } catch (IOException failed) {
      throw new CurlFailure(23, Errno.EPIPE.text());
    } catch (ErrnoException failed) {
      throw new CurlFailure(56, "Recv failure: " + failed.errno().text());
    }
  }

  private long millis() {
    return elapsed() / NANOS;
  }

  private Optional<Url> receive(Url url, ByteStream connection) throws CurlFailure {
    HttpStream stream = new HttpStream(loop, connection, deadline());
    MessageHead head = null;
    try {
      head = stream.head().orElse(null);
      if (head == null) {
        say("* Empty reply from server");
        throw new CurlFailure(52, "Empty reply from server");
      }
      return respond(url, head, stream);
    } catch (HttpStream.NotHttp notHttp) {
      say("* Received HTTP/0.9 when not allowed");
      throw new CurlFailure(1, "Received HTTP/0.9 when not allowed");
    } catch (HttpStream.TimedOut late) {
      String known =
          head == null || head.contentLength().isEmpty()
              ? ""
              : "out of " + head.contentLength().getAsLong() + " ";
      String message =
          ("Operation timed out after " + millis() + " milliseconds with ")
              + (record.downloaded + " " + known + "bytes received");
      say("* " + message);
      throw new CurlFailure(28, message);
    }
  }

  private Optional<Url> respond(Url url, MessageHead head, HttpStream stream)
      throws CurlFailure, HttpStream.TimedOut {
    record.head(head, elapsed());
    head.lines().forEach(line -> say("< " + line));
    say("< ");
    if (options.has("f") && head.status() >= 400) {
      throw failed(head);
    }
    if (options.has("D")) {
      heads = heads == null ? new HeadFile(process, options.value("D").orElseThrow()) : heads;
      heads.add(head);
    }
    if (options.has("i") || options.has("I")) {
      for (String line : head.lines()) {
        write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      }
      write("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    Optional<Url> next =
        options.has("L") && head.status() / 100 == 3
            ? head.header("Location").flatMap(url::resolve)
            : Optional.empty();
    if (options.has("I") || head.hasNoBody()) {
      return next;
    }
    long missing = body(head, stream, next.isPresent());
    if (options.has("fail-with-body") && head.status() >= 400) {
      throw failed(head);
    }
    if (missing > 0) {
      throw new CurlFailure(18, "transfer closed with " + missing + " bytes remaining to read");
    }
    return next;
  }

  private static CurlFailure failed(MessageHead head) {
    return new CurlFailure(22, "The requested URL returned error: " + head.status());
  }

  /** Reads the body, and writes it unless it is skipped; returns the number of missing bytes. */
  private long body(MessageHead head, HttpStream stream, boolean skipped)
      throws CurlFailure, HttpStream.TimedOut {
    CurlFailure[] failure = new CurlFailure[1];
    long missing =
        stream.body(
            head,
            piece -> {
              say("{ [" + piece.length + " bytes data]");
              record.downloaded += piece.length;
              if (!skipped && failure[0] == null) {
                failure[0] = tryWrite(piece);
              }
            });
    if (failure[0] != null) {
      throw failure[0];
    }
    return missing;
  }

  private @Nullable CurlFailure tryWrite(byte[] piece) {
    try {
      write(piece);
      return null;
    } catch (CurlFailure failed) {
      return failed;
    }
  }

  private void write(byte[] bytes) throws CurlFailure {
    if (output == null) {
      process.out().write(bytes);
      return;
    }
    try {
      if (file == null) {
        file = Descriptor.open(process, output, OpenMode.TRUNCATE);
      }
      file.file().write(bytes, 0, bytes.length);
    } catch (FileException failed) {
      if (!options.isSilent()) {
        process
            .err()
            .println("Warning: Failed to open the file " + output + ": " + failed.error().text());
      }
      throw new CurlFailure(23, "Failure writing output to destination");
    } catch (IOException failed) {
      throw new CurlFailure(23, Errno.EPIPE.text());
    }
  }
}
