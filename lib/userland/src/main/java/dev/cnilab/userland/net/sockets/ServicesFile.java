package dev.cnilab.userland.net.sockets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The names of ports (/etc/services). */
public final class ServicesFile {
  private static final Map<Integer, String> TCP = new HashMap<>();
  private static final Map<Integer, String> UDP = new HashMap<>();
  private static final Map<String, Integer> PORTS = new HashMap<>();

  static {
    try (InputStream in = ServicesFile.class.getResourceAsStream("services.txt")) {
      new BufferedReader(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))
          .lines()
          .forEach(ServicesFile::add);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private ServicesFile() {}

  private static void add(String line) {
    String[] words = line.split(" ", -1);
    int port = Integer.parseInt(words[1]);
    (words[2].equals("tcp") ? TCP : UDP).putIfAbsent(port, words[0]);
    PORTS.putIfAbsent(words[0], port);
  }

  /** A port by number or service name. */
  public static Optional<Integer> port(String word) {
    if (word.matches("\\d{1,5}")) {
      int number = Integer.parseInt(word);
      return number <= 65535 ? Optional.of(number) : Optional.empty();
    }
    return Optional.ofNullable(PORTS.get(word));
  }

  public static Optional<String> tcpName(int port) {
    return Optional.ofNullable(TCP.get(port));
  }

  public static Optional<String> udpName(int port) {
    return Optional.ofNullable(UDP.get(port));
  }
}
