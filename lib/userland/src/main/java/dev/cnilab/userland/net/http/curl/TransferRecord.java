package dev.cnilab.userland.net.http.curl;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.net.http.CurlFailure;
import dev.cnilab.userland.net.http.MessageHead;
import dev.cnilab.userland.net.http.Url;

/** The figures of a transfer for {@code -w} and the progress meter. Times in nanoseconds. */
final class TransferRecord {
  final String url;
  final String method;
  final String file;
  String effectiveUrl;
  boolean attempted;
  String remoteAddress = "";
  int remotePort;
  String localAddress = "";
  int localPort;
  int status;
  int redirects;
  int connects;
  int headers;
  long requested;
  long headerBytes;
  long expected;
  long downloaded;
  String contentType = "";
  String redirectUrl = "";
  long connectTime;
  long firstByteTime;
  long total;
  int exitCode;
  String error = "";

  /**
   * Starts without figures.
   *
   * @param file the file for the body; empty for standard output
   */
  TransferRecord(String url, String method, String file) {
    this.file = file;
    this.url = url;
    this.method = method;
    this.effectiveUrl =
        Url.parse(url)
            .map(
                each ->
                    each.scheme()
                        + "://"
                        + (each.portGiven() ? each.host() + ":" + each.port() : each.host())
                        + each.target())
            .orElse(url);
  }

  void remote(Ipv4Address address, int port) {
    remotePort = port;
    remoteAddress = address.toString();
  }

  void connected(TcpConnection connection, long elapsed) {
    connects++;
    connectTime = elapsed;
    localAddress = connection.local().address().toString();
    localPort = connection.local().port();
  }

  void head(MessageHead head, long elapsed) {
    status = head.status();
    firstByteTime = elapsed;
    headers += head.lines().size() - 1;
    headerBytes += head.lines().stream().mapToLong(line -> line.length() + 2L).sum() + 2;
    expected = head.contentLength().orElse(0);
    contentType = head.header("Content-Type").orElse("");
    redirectUrl = head.header("Location").orElse("");
  }

  void failed(CurlFailure failure) {
    exitCode = failure.status();
    error = failure.text();
    if (connects == 0) {
      remoteAddress = "";
      remotePort = 0;
    }
  }
}
