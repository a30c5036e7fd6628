package dev.glasshouse.dns.wire;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What is wrong with a file, in words that need no file's name. */
public final class FileWords {
  private FileWords() {}

  /** Why a file could not be read. */
  public static String unread(IOException problem) {
    return switch (problem) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "it may not be read";
      case FileSystemException e when e.getReason() != null ->
          "it cannot be read: " + e.getReason();
      default -> "it cannot be read: " + problem.getMessage();
    };
  }

  /** Why a file could not be written. */
  public static String unwritten(IOException problem) {
    return switch (problem) {
      case NoSuchFileException _ -> "there is no such folder";
      case AccessDeniedException _ -> "it may not be written";
      case FileSystemException e when e.getReason() != null ->
          "it cannot be written: " + e.getReason();
      default -> "it cannot be written: " + problem.getMessage();
    };
  }
}
