# The shop with the SDK for Ruby, in the version that Debian has: ruby shop.rb crash|everything.
# With raven.rb required before, with the client that came before it. The DSN comes from the environment (SENTRY_DSN).
require "json"
require "sentry-ruby" unless defined?(Sentry)

class OrderError < StandardError; end

def read_order(text)
  JSON.parse(text)
rescue JSON::ParserError
  raise OrderError, "order 41 cannot be read"
end

def check_out(cart)
  Sentry.add_breadcrumb(Sentry::Breadcrumb.new(category: "cart", message: "reading the order of #{cart[:customer]}"))
  read_order(cart[:order])
end

def everything
  begin
    check_out(customer: "jane", order: '{"items": [')
  rescue OrderError => error
    Sentry.capture_exception(error)
  end
  Sentry.capture_message("the stock is low", level: "warning")
  transaction = Sentry.start_transaction(name: "POST /orders", op: "http.server")
  transaction.start_child(op: "db", description: "SELECT 1").finish
  transaction.finish
end

Sentry.init do |config|
  config.dsn = ENV.fetch("SENTRY_DSN")
  config.release = "shop@1.4.2"
  config.environment = "test"
  config.traces_sample_rate = 1.0
  config.background_worker_threads = 0
  config.logger = Logger.new($stderr, level: :warn)
end
Sentry.set_user(id: "7", email: "jane@example.com")
Sentry.set_tags("checkout.step": "3")
Sentry.add_breadcrumb(Sentry::Breadcrumb.new(category: "cart", message: "2 items in the cart", data: { items: 2 }))

if ARGV.first == "everything"
  everything
else
  begin
    check_out(customer: "jane", order: '{"items": [')
  rescue OrderError => error
    # Nothing reports what ends a program without a framework.
    Sentry.capture_exception(error, level: "fatal")
    raise
  end
end
