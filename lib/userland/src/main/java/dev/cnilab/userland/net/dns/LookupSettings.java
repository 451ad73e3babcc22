package dev.cnilab.userland.net.dns;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.List;

/**
 * The servers and parameters of a lookup by bind's tools.
 *
 * @param tries how many times each server is queried before the next one
 * @param stopsAtFailure whether SERVFAIL counts as an answer instead of leading to the next server
 * @param wantsRecursion whether a server that offers no recursion is skipped
 * @param source of the queries; {@link Ipv4Address#ANY} for any
 */
public record LookupSettings(
    Process process,
    List<AskedServer> servers,
    int port,
    int tries,
    Duration timeout,
    AskedServer.Transport transport,
    boolean stopsAtFailure,
    boolean wantsRecursion,
    Ipv4Address source) {}
