# Lends the shop the client that came before the SDKs (gem: sentry-raven), under the names of the SDK: ruby -r ./raven.rb shop.rb …
require "delegate"
require "logger"
require "sentry-raven"

module Sentry
  Nothing = Struct.new(:options) do
    def start_child(**) = self
    def finish = nil
  end

  class Breadcrumb < Struct.new(:category, :message, :data, keyword_init: true); end

  module_function

  # What the old client does not have is not set.
  def init
    Raven.configure { |config| yield Settings.new(config) }
  end

  def set_user(user) = Raven.user_context(user)
  def set_tags(tags) = Raven.tags_context(tags)
  def capture_exception(error, **options) = Raven.capture_exception(error, options)
  def capture_message(text, **options) = Raven.capture_message(text, options)
  def start_transaction(**) = Nothing.new

  def add_breadcrumb(crumb)
    Raven.breadcrumbs.record do |record|
      record.category = crumb.category
      record.message = crumb.message
      record.data = crumb.data
    end
  end

  class Settings < SimpleDelegator
    def environment=(name)
      self.current_environment = name
    end

    def traces_sample_rate=(_); end
    def background_worker_threads=(_); end
  end
end
