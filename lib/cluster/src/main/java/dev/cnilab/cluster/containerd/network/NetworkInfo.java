package dev.cnilab.cluster.containerd.network;

import java.util.List;

/**
 * The network configuration as containerd sees it.
 *
 * @param networks what is loaded, the loopback network first
 * @param lastLoadStatus {@code OK}, or why the last loading failed
 */
public record NetworkInfo(List<GoCni.Network> networks, String lastLoadStatus) {}
