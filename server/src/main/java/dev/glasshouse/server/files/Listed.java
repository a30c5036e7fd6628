package dev.glasshouse.server.files;

import java.time.Instant;

/**
 * One name in a folder.
 *
 * @param name the name, without a slash
 * @param isFolder whether it is a folder
 * @param size bytes of a file; 0 for a folder
 * @param modified when it was changed last
 */
public record Listed(String name, boolean isFolder, long size, Instant modified) {}
