package dev.cnilab.userland.net.dns;

import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.List;

/**
 * Whom bind's tools ask, and how.
 *
 * @param tries how often each server is asked before the next one
 * @param stopsAtFailure whether SERVFAIL is an answer, and no reason to ask the next server
 * @param wantsRecursion whether a server that offers no recursion is passed over for the next one
 */
public record LookupSettings(
    Process process,
    List<DnsServer> servers,
    int port,
    int tries,
    Duration timeout,
    DnsServer.Transport transport,
    boolean stopsAtFailure,
    boolean wantsRecursion) {}
